//! Character sets of plain text and XML.
//!
//! Owns finding the set and decoding. HTML has rules of its own (`meta` elements) and is decoded by its
//! extractor.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP};
use std::borrow::Cow;

/// Decodes by byte order mark, else as UTF-8 if it is, else as the container or document says, else
/// as it looks.
///
/// Valid UTF-8 beats a label, because wrong labels are common and text in another set is hardly ever
/// valid UTF-8; only the seven-bit set of Japanese mail always is.
pub(crate) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    let said = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let may_be_utf8 = Encoding::for_bom(bytes).is_none() && said != Some(ISO_2022_JP);
    if may_be_utf8 && let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let encoding = said.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Allow)
    });
    encoding.decode(bytes).0
}

/// Whether the bytes are no text in any set.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].contains(&0) && Encoding::for_bom(bytes).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn character_sets_are_found() {
        assert_eq!(decode(b"\xff\xfeh\0\xe9\0", None), "hé");
        assert_eq!(decode(b"\xef\xbb\xbfh\xc3\xa9", Some("latin1")), "hé");
        assert_eq!(decode(b"na\xefve caf\xe9 d\xe9j\xe0 vu", None), "naïve café déjà vu");
        assert_eq!(decode(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251")), "Привет");
        assert_eq!(decode("Grüße".as_bytes(), Some("latin1")), "Grüße", "valid UTF-8 beats the label");
        assert_eq!(decode(b"\x1b$B$\"\x1b(B", Some("iso-2022-jp")), "あ");
    }

    #[test]
    fn binary_data_is_told_from_wide_text() {
        assert!(is_binary(b"GIF89a\0\0\0"));
        assert!(!is_binary(b"\xff\xfeh\0") && !is_binary(b"h") && !is_binary(b""));
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes in any::<Vec<u8>>(), label in "(utf-16|gbk|x|iso-2022-jp)") {
            decode(&bytes, Some(&label));
            decode(&bytes, None);
        }
    }
}
