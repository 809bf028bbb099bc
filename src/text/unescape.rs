//! JSON string content to text, by serde_json.

/// Replaces `plain` by the text that the raw content of a JSON string stands for. None where an
/// escape is malformed or names half a surrogate pair.
pub(super) fn unescape(content: &[u8], plain: &mut String) -> Option<()> {
    let mut quoted = Vec::with_capacity(content.len() + 2);
    quoted.push(b'"');
    quoted.extend_from_slice(content);
    quoted.push(b'"');
    *plain = serde_json::from_slice(&quoted).ok()?;
    Some(())
}
