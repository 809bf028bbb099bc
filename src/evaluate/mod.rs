//! Evaluate: how good an answer is, measured against a known truth.
//!
//! Owns truth files, the reading of results for the sake of comparing them, the metrics, and the words in
//! which they are told. Does not own how results are made or written.

mod calibration;
mod evaluation;
mod furniture;
mod lines;
pub mod main_text;
mod mistake;
mod result;
mod share;
mod stories;
mod table;
mod truth;
mod verdicts;

pub use calibration::{Bin, Calibration};
pub use evaluation::{Evaluation, Measured, evaluate};
pub use furniture::{Furniture, FurnitureTruth};
pub use lines::Broken;
pub use mistake::Mistake;
pub use result::{Answers, Kind, Verdict, Way};
pub use share::{Share, Told};
pub use stories::Stories;
pub use table::table;
pub use truth::{Split, Truth, TruthRow};
pub use verdicts::Verdicts;
