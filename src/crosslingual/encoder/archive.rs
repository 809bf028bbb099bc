//! The archive: arrays of numbers by name out of a zip of npy files, as numpy writes it.
//!
//! What an array must look like is known before it is opened: nothing is allocated for one that says otherwise.

use std::io::{Read, Seek};

use zip::ZipArchive;

/// An archive that was opened; what is wrong with it is said as the end of a sentence that begins with its name.
pub(super) struct Archive<R>(ZipArchive<R>);

/// Bytes of an array's header that are read; numpy writes some 120.
const HEADER: usize = 4096;

impl<R: Read + Seek> Archive<R> {
    /// The archive in a file.
    pub(super) fn new(file: R) -> Result<Self, String> {
        Ok(Archive(ZipArchive::new(file).map_err(|e| format!("is no archive: {e}"))?))
    }

    /// An array of `f32` of this shape.
    pub(super) fn floats(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let bytes = self.array(name, "<f4", 4, shape)?;
        let (values, _) = bytes.as_chunks();
        let values: Vec<f32> = values.iter().map(|value| f32::from_le_bytes(*value)).collect();
        if !values.iter().all(|value| value.is_finite()) {
            return Err(format!("has values in `{name}` that are no numbers"));
        }
        Ok(values)
    }

    /// One `f64`.
    pub(super) fn double(&mut self, name: &str) -> Result<f64, String> {
        let bytes = self.array(name, "<f8", 8, &[])?;
        Ok(f64::from_le_bytes(bytes.try_into().expect("the shape was checked")))
    }

    /// An array of bytes of this shape.
    pub(super) fn bytes(&mut self, name: &str, shape: &[usize]) -> Result<Vec<u8>, String> {
        self.array(name, "|u1", 1, shape)
    }

    fn array(&mut self, name: &str, kind: &str, width: usize, shape: &[usize]) -> Result<Vec<u8>, String> {
        let mut file = self.0.by_name(&format!("{name}.npy")).map_err(|e| match e {
            zip::result::ZipError::FileNotFound => format!("has no array `{name}`"),
            e => format!("has a damaged array `{name}`: {e}"),
        })?;
        let damaged = |e| format!("has a damaged array `{name}`: {e}");
        let header = header(&mut file).map_err(damaged)?;
        let tuple: String = shape.iter().map(|n| format!("{n},")).collect();
        let tuple = if shape.len() > 1 { tuple.trim_end_matches(',') } else { &tuple };
        let wanted =
            [format!("'descr':'{kind}'"), "'fortran_order':False".into(), format!("'shape':({tuple})")];
        if let Some(wanted) = wanted.into_iter().find(|wanted| !header.contains(wanted)) {
            return Err(format!("has an array `{name}` that is not as it should be, {wanted}, but {header}"));
        }
        let mut values = vec![0; width * shape.iter().product::<usize>()];
        file.read_exact(&mut values).map_err(damaged)?;
        // At the end the checksum is compared.
        match file.read(&mut [0]).map_err(damaged)? {
            0 => Ok(values),
            _ => Err(format!("has an array `{name}` with more values than it says")),
        }
    }
}

/// The header of an npy file, without its spaces; what follows is the values.
fn header(file: &mut impl Read) -> std::io::Result<String> {
    let invalid = |reason| std::io::Error::new(std::io::ErrorKind::InvalidData, reason);
    let mut head = [0; 8];
    file.read_exact(&mut head)?;
    if &head[..6] != b"\x93NUMPY" {
        return Err(invalid("it does not begin as one"));
    }
    let mut len = [0; 4];
    let digits = if head[6] == 1 { 2 } else { 4 };
    file.read_exact(&mut len[..digits])?;
    let len = u32::from_le_bytes(len) as usize;
    if len > HEADER {
        return Err(invalid("its header is too long"));
    }
    let mut text = vec![0; len];
    file.read_exact(&mut text)?;
    let text = String::from_utf8(text).map_err(|_| invalid("its header is no text"))?;
    Ok(text.split_whitespace().collect())
}
