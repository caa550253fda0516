//! Which addresses are public, so that a URL in a certificate never reaches into the network of the agency.
//!
//! Follows the special-purpose registries of IANA (RFC 6890 and its updates). An address that
//! embeds an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64) is as public as that address;
//! outside 2000::/3 nothing is public.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AddressKind {
    /// 0.0.0.0/8 and `::`.
    Unspecified,
    /// 127.0.0.0/8 and `::1`.
    Loopback,
    /// 10/8, 172.16/12, 192.168/16 (RFC 1918) and fc00::/7 (RFC 4193).
    Private,
    /// 169.254/16, where metadata of clouds lives too, and fe80::/10.
    LinkLocal,
    /// 100.64/10 (RFC 6598).
    SharedByCarrier,
    /// 224/4 and ff00::/8.
    Multicast,
    /// 255.255.255.255.
    Broadcast,
    /// Addresses for examples (RFC 5737, RFC 3849, RFC 9637).
    Documentation,
    /// Reserved, for benchmarks, for protocols, or not assigned.
    Reserved,
}

/// Why `address` may not be connected to; `None` when it is public.
pub(crate) fn not_public(address: IpAddr) -> Option<AddressKind> {
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

fn v4(address: Ipv4Addr) -> Option<AddressKind> {
    let octets = address.octets();
    Some(match octets {
        [0, ..] => AddressKind::Unspecified,
        [127, ..] => AddressKind::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => AddressKind::Private,
        [169, 254, ..] => AddressKind::LinkLocal,
        [100, 64..=127, ..] => AddressKind::SharedByCarrier,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => AddressKind::Documentation,
        // Protocol assignments, the 6to4 relays and AS112, benchmarks.
        [192, 0, 0, _] | [192, 88, 99, _] | [192, 31, 196, _] | [192, 52, 193, _] => {
            AddressKind::Reserved
        }
        [192, 175, 48, _] | [198, 18..=19, ..] => AddressKind::Reserved,
        [224..=239, ..] => AddressKind::Multicast,
        [255, 255, 255, 255] => AddressKind::Broadcast,
        [240..=255, ..] => AddressKind::Reserved,
        _ => return None,
    })
}

fn v6(address: Ipv6Addr) -> Option<AddressKind> {
    if let Some(embedded) = embedded(address) {
        return v4(embedded);
    }
    let segments = address.segments();
    Some(match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => AddressKind::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => AddressKind::Loopback,
        [0xFC00..=0xFDFF, ..] => AddressKind::Private,
        [0xFE80..=0xFEBF, ..] => AddressKind::LinkLocal,
        [0xFF00..=0xFFFF, ..] => AddressKind::Multicast,
        [0x2001, 0x0DB8, ..] | [0x3FFF, 0..=0x0FFF, ..] => AddressKind::Documentation,
        // Protocol assignments: benchmarks, ORCHID and the rest of 2001::/23 (Teredo is looked into above).
        [0x2001, 0..=0x01FF, ..] => AddressKind::Reserved,
        [0x2000..=0x3FFF, ..] => return None,
        _ => AddressKind::Reserved,
    })
}

/// The IPv4 address that packets to `address` end at.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0..=1] => None,
        // ::/96 compatible, ::ffff:0:0/96 mapped, ::ffff:0:0:0/96 translated.
        [0, 0, 0, 0, 0, 0 | 0xFFFF, high, low] | [0, 0, 0, 0, 0xFFFF, 0, high, low] => {
            Some(join(high, low))
        }
        // NAT64, well known (RFC 6052) and local (RFC 8215).
        [0x0064, 0xFF9B, 0, 0, 0, 0, high, low] => Some(join(high, low)),
        [0x0064, 0xFF9B, 1, ..] => Some(Ipv4Addr::UNSPECIFIED),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => Some(join(high, low)),
        // Teredo (RFC 4380): the client's address is written inverted.
        [0x2001, 0, _, _, _, _, high, low] => Some(join(!high, !low)),
        // ISATAP (RFC 5214).
        [.., 0x0000 | 0x0200, 0x5EFE, high, low] => Some(join(high, low)),
        _ => None,
    }
}

impl fmt::Display for AddressKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::LinkLocal => "link-local",
            Self::SharedByCarrier => "shared by a carrier",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Documentation => "for documentation",
            Self::Reserved => "reserved",
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::AddressKind::*;
    use super::*;

    #[allow(clippy::too_many_lines, reason = "a table of addresses")]
    #[test]
    fn every_class_of_address_is_told_apart() {
        let table: [(&str, Option<AddressKind>); 58] = [
            ("8.8.8.8", None),
            ("1.1.1.1", None),
            ("203.162.4.190", None),
            ("172.15.255.255", None),
            ("172.32.0.1", None),
            ("100.63.255.255", None),
            ("100.128.0.0", None),
            ("192.167.255.255", None),
            ("223.255.255.255", None),
            ("0.0.0.0", Some(Unspecified)),
            ("0.1.2.3", Some(Unspecified)),
            ("127.0.0.1", Some(Loopback)),
            ("127.255.255.254", Some(Loopback)),
            ("10.0.0.1", Some(Private)),
            ("172.16.0.1", Some(Private)),
            ("172.31.255.255", Some(Private)),
            ("192.168.1.1", Some(Private)),
            ("169.254.169.254", Some(LinkLocal)),
            ("100.64.0.1", Some(SharedByCarrier)),
            ("100.100.100.200", Some(SharedByCarrier)),
            ("224.0.0.1", Some(Multicast)),
            ("239.255.255.255", Some(Multicast)),
            ("240.0.0.1", Some(Reserved)),
            ("255.255.255.255", Some(Broadcast)),
            ("192.0.2.1", Some(Documentation)),
            ("198.51.100.7", Some(Documentation)),
            ("203.0.113.9", Some(Documentation)),
            ("192.0.0.192", Some(Reserved)),
            ("192.88.99.1", Some(Reserved)),
            ("198.18.0.1", Some(Reserved)),
            ("198.19.255.255", Some(Reserved)),
            ("2606:4700:4700::1111", None),
            ("2001:4860:4860::8888", None),
            ("2001:200::1", None),
            ("::", Some(Unspecified)),
            ("::1", Some(Loopback)),
            ("fc00::1", Some(Private)),
            ("fd00:ec2::254", Some(Private)),
            ("fe80::1", Some(LinkLocal)),
            ("fec0::1", Some(Reserved)),
            ("ff02::1", Some(Multicast)),
            ("2001:db8::1", Some(Documentation)),
            ("3fff::1", Some(Documentation)),
            ("2001:2::1", Some(Reserved)),
            ("2001:20::1", Some(Reserved)),
            ("100::1", Some(Reserved)),
            ("4000::1", Some(Reserved)),
            ("5f00::1", Some(Reserved)),
            ("::ffff:127.0.0.1", Some(Loopback)),
            ("::ffff:10.1.2.3", Some(Private)),
            ("::ffff:8.8.8.8", None),
            ("::127.0.0.1", Some(Loopback)),
            ("::ffff:0:169.254.169.254", Some(LinkLocal)),
            ("64:ff9b::10.0.0.1", Some(Private)),
            ("64:ff9b:1::808:808", Some(Unspecified)),
            ("2002:7f00:1::", Some(Loopback)),
            ("2002:a9fe:a9fe::", Some(LinkLocal)),
            // Teredo with the client 192.168.1.1.
            ("2001:0:808:808::3f57:fefe", Some(Private)),
        ];
        for (text, expected) in table {
            assert_eq!(not_public(text.parse().unwrap()), expected, "{text}");
        }
        let isatap = "2400:1234::200:5efe:a00:1".parse().unwrap();
        assert_eq!(not_public(isatap), Some(Private));
    }
}
