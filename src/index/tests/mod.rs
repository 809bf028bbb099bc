//! Tests of the whole room: against a model, under faults, with damaged files.

mod damage;
mod faults;
mod format;

mod made;
mod model;
mod readers;
