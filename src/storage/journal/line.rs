//! One line of a journal: a checksum and a payload.

use super::reader::TailFault;

/// How far into a line the payload begins: eight digits and a space.
const HEAD: usize = 9;

/// Writes the line for a payload, with its line feed; nothing for a payload that holds one.
pub(super) fn encode(payload: &str) -> Option<String> {
    (!payload.contains('\n')).then(|| format!("{:08x} {payload}\n", crc32fast::hash(payload.as_bytes())))
}

/// Reads the payload of a line that is as it was written.
pub(super) fn decode(line: &[u8]) -> Result<&str, TailFault> {
    let line = line.strip_suffix(b"\n").ok_or(TailFault::CutOff)?;
    let (head, payload) = line.split_first_chunk::<HEAD>().ok_or(TailFault::ChecksumDiffers)?;
    if checksum(head) != Some(crc32fast::hash(payload)) {
        return Err(TailFault::ChecksumDiffers);
    }
    std::str::from_utf8(payload).map_err(|_where| TailFault::NotUtf8)
}

/// The digits as they are written and in no other way: one turned bit must not pass for a capital letter.
fn checksum(head: &[u8; HEAD]) -> Option<u32> {
    head.strip_suffix(b" ")?.iter().try_fold(0, |sum: u32, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(sum << 4 | u32::from(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_that_other_programs_can_check() {
        // The check value of CRC-32/ISO-HDLC in every catalogue.
        assert_eq!(encode("123456789").unwrap(), "cbf43926 123456789\n");
        assert_eq!(encode("").unwrap(), "00000000 \n");
        assert_eq!(encode("a\nb"), None);
    }

    #[test]
    fn every_way_to_be_damaged_has_its_name() {
        assert_eq!(decode(b"cbf43926 123456789\n"), Ok("123456789"));
        assert_eq!(decode(b"cbf43926 123456789"), Err(TailFault::CutOff));
        let differs: [&[u8]; 6] = [
            b"cbf43926 12345678\n",
            b"CBF43926 123456789\n",
            b"+bf43926 123456789\n",
            b"cbf43926_123456789\n",
            b"cbf4\n",
            b"\n",
        ];
        for line in differs {
            assert_eq!(decode(line), Err(TailFault::ChecksumDiffers), "{line:?}");
        }
        let line = [format!("{:08x} ", crc32fast::hash(b"\xff")).as_bytes(), b"\xff\n"].concat();
        assert_eq!(decode(&line), Err(TailFault::NotUtf8));
    }
}
