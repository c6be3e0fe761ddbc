//! Base64 in both alphabets, with padding or without.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

/// Writes the standard alphabet.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads either alphabet; `None` where it is neither.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let is_url_safe = text.contains(['-', '_']);
    let engine = if is_url_safe { &URL_SAFE } else { &STANDARD };
    engine.decode(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_are_read() {
        let bytes = [0xFB, 0xEF, 0xFF, 0x01];
        assert_eq!(encode(&bytes), "++//AQ==");
        for text in ["++//AQ==", "--__AQ==", "--__AQ", " ++//AQ==\n"] {
            assert_eq!(decode(text).as_deref(), Some(&bytes[..]), "{text}");
        }
        assert_eq!(decode("not base64!"), None);
    }
}
