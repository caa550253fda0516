//! Text in XML, of files as well as of attributes.

/// Text for an element or the value of an attribute (XML 1.0, 2.2 and 2.4). What is no character of XML becomes
/// U+FFFD: there is no way to write it.
#[must_use]
pub fn escaped_xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}' => {
                safe.push(letter)
            }
            _ => safe.push('\u{fffd}'),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_what_is_no_character_replaced() {
        assert_eq!(
            escaped_xml("a<b>&\"c\" ễ\u{1f600}"),
            "a&lt;b&gt;&amp;&quot;c&quot; ễ\u{1f600}"
        );
        assert_eq!(
            escaped_xml("\u{0}\u{1b}\u{ffff}\u{fffe}\t"),
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\t"
        );
    }
}
