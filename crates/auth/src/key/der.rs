//! Just enough DER to take an RSA public key apart.

/// Modulus and exponent of an `RSAPublicKey` (RFC 8017 A.1.1), without leading zeros.
pub(super) fn rsa_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (content, rest) = element(der, 0x30)?;
    let (modulus, after) = element(content, 0x02)?;
    let (exponent, end) = element(after, 0x02)?;
    (rest.is_empty() && end.is_empty()).then(|| (positive(modulus), positive(exponent)))
}

/// The content of the first element, which must have this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    let (short, rest) = rest.split_first()?;
    let (length, rest) = match usize::from(*short) {
        short @ 0..=0x7f => (short, rest),
        long => {
            let (bytes, rest) = rest.split_at_checked(long & 0x7f)?;
            (bytes.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)), rest)
        }
    };
    let split = rest.split_at_checked(length)?;
    (*found == tag).then_some(split)
}

fn positive(integer: &[u8]) -> &[u8] {
    let zeros = integer.iter().take_while(|byte| **byte == 0).count();
    integer.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modulus_and_exponent_are_found() {
        let der = [0x30, 0x0a, 0x02, 0x03, 0x00, 0xc1, 0x05, 0x02, 0x03, 0x01, 0x00, 0x01];
        assert_eq!(rsa_public_key(&der), Some((&[0xc1, 0x05][..], &[1, 0, 1][..])));
        let long = [&[0x30, 0x81, 0x86, 0x02, 0x81, 0x80][..], &[0xaa; 128], &[0x02, 0x01, 0x03]].concat();
        assert_eq!(rsa_public_key(&long), Some((&[0xaa; 128][..], &[3][..])));
        for bad in [&der[..11], &der[1..], &[][..], &[&der[..], &[0]].concat()] {
            assert_eq!(rsa_public_key(bad), None);
        }
    }
}
