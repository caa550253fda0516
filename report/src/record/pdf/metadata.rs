//! The description of the file (XMP, ISO 16684-1), with its claim to be PDF/A-2u.

use jiff::Timestamp;
use kyso_verifier::ENGINE_VERSION;
use kyso_words::vietnam_iso;

use crate::xml::escaped_xml;

/// The metadata packet.
pub(super) fn packet(title: &str, created: Timestamp) -> String {
    let title = escaped_xml(title);
    let created = vietnam_iso(created);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
         <pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <xmp:CreatorTool>kyso {ENGINE_VERSION}</xmp:CreatorTool><xmp:CreateDate>{created}</xmp:CreateDate>\
         <xmp:ModifyDate>{created}</xmp:ModifyDate><pdf:Producer>kyso {ENGINE_VERSION}</pdf:Producer>\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_the_title() {
        let packet = packet("a</rdf:li>&\"", Timestamp::UNIX_EPOCH);
        assert!(packet.contains("a&lt;/rdf:li&gt;&amp;&quot;"));
        assert_eq!(packet.matches("</rdf:li>").count(), 1);
        let odd = super::packet("a\u{ffff}b\u{fffe}", Timestamp::UNIX_EPOCH);
        assert!(odd.contains(">a\u{fffd}b\u{fffd}<"));
    }
}
