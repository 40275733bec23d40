//! Files of headers: which types Meta takes, and how large (reference 4.5 and 4.12).

use super::finding::FindingCode;
use super::word::HeaderFormat;

const MB: u64 = 1024 * 1024;

/// What a header's file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaRule {
    pub mime_types: &'static [&'static str],
    pub bytes_max: u64,
}

/// The rule of a format; absent where no file goes with it.
pub const fn media_rule(format: HeaderFormat) -> Option<MediaRule> {
    let (mime_types, bytes_max): (&'static [&'static str], u64) = match format {
        HeaderFormat::Image => (&["image/jpeg", "image/jpg", "image/png"], 5 * MB),
        HeaderFormat::Video => (&["video/mp4"], 16 * MB),
        HeaderFormat::Gif => (&["video/mp4"], 7 * MB / 2),
        HeaderFormat::Document => (&["application/pdf"], 100 * MB),
        HeaderFormat::Text | HeaderFormat::Location | HeaderFormat::Product => return None,
    };
    Some(MediaRule { mime_types, bytes_max })
}

/// What is wrong with a file for that header.
pub fn check_media(format: HeaderFormat, mime_type: &str, bytes: u64) -> Option<FindingCode> {
    let Some(rule) = media_rule(format) else { return Some(FindingCode::MediaType) };
    if !rule.mime_types.contains(&mime_type) {
        Some(FindingCode::MediaType)
    } else if bytes == 0 {
        Some(FindingCode::Required)
    } else if bytes > rule.bytes_max {
        Some(FindingCode::MediaTooLarge)
    } else {
        None
    }
}

/// Whether a file of that type may begin so. Of a file that is shorter, as much as there is; types that no header takes begin anyhow.
pub fn begins_like(mime_type: &str, first: &[u8]) -> bool {
    let (skipped, mark): (usize, &[u8]) = match mime_type {
        "image/jpeg" | "image/jpg" => (0, b"\xFF\xD8\xFF"),
        "image/png" => (0, b"\x89PNG\r\n\x1A\n"),
        // The size of the box, then its name.
        "video/mp4" => (4, b"ftyp"),
        "application/pdf" => (0, b"%PDF-"),
        _ => return true,
    };
    first.iter().skip(skipped).zip(mark).all(|(byte, wanted)| byte == wanted)
}

/// So many first bytes tell.
pub const BEGINNING: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_fits_its_header_up_to_the_last_byte() {
        use HeaderFormat::{Document, Gif, Image, Location, Text, Video};
        for (format, mime_type, bytes_max) in [
            (Image, "image/png", 5 * MB),
            (Image, "image/jpeg", 5 * MB),
            (Video, "video/mp4", 16 * MB),
            (Gif, "video/mp4", 3 * MB + MB / 2),
            (Document, "application/pdf", 100 * MB),
        ] {
            assert_eq!(check_media(format, mime_type, bytes_max), None);
            assert_eq!(check_media(format, mime_type, bytes_max + 1), Some(FindingCode::MediaTooLarge));
            assert_eq!(check_media(format, mime_type, 0), Some(FindingCode::Required));
        }
        for (format, mime_type) in [(Image, "image/gif"), (Video, "video/3gpp"), (Document, "text/plain")] {
            assert_eq!(check_media(format, mime_type, 1), Some(FindingCode::MediaType));
        }
        for format in [Text, Location] {
            assert_eq!(check_media(format, "image/png", 1), Some(FindingCode::MediaType));
        }
    }

    #[test]
    fn a_file_begins_as_its_type_does() {
        let files: [(&str, &[u8]); 5] = [
            ("image/jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF"),
            ("image/jpg", b"\xFF\xD8\xFF\xE1\0\x10Exif"),
            ("image/png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
            ("video/mp4", b"\0\0\0\x20ftypisom"),
            ("application/pdf", b"%PDF-1.7\n"),
        ];
        for (mime_type, first) in files {
            for length in 0..=first.len() {
                assert!(begins_like(mime_type, &first[..length]), "{mime_type} {length}");
            }
            assert!(!begins_like(mime_type, b"a text of no type"), "{mime_type}");
            let is_of = |other: &&(&str, &[u8])| begins_like(mime_type, &other.1[..BEGINNING]);
            let alike = files.iter().filter(is_of).count();
            assert_eq!(alike, if mime_type.starts_with("image/jp") { 2 } else { 1 }, "{mime_type}");
        }
        assert!(!begins_like("image/png", b"hello\n"));
        assert!(begins_like("text/plain", b"hello\n"));
    }
}
