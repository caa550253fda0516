//! The text format of Prometheus.

use std::fmt::Write;

use super::histogram::Snapshot;

/// Names and values that tell one number from another.
pub(crate) type Labels = Vec<(&'static str, String)>;

/// A page of metrics that grows.
#[derive(Default)]
pub(crate) struct Text(String);

impl Text {
    /// A counter with one label.
    pub(crate) fn counter(&mut self, name: &str, help: &str, label: &str, numbers: &[(&str, u64)]) {
        self.head(name, help, "counter");
        for (value, number) in numbers {
            self.line(name, &[(label, value)], *number);
        }
    }

    /// A counter with two labels.
    pub(super) fn matrix<'a>(
        &mut self,
        name: &str,
        help: &str,
        labels: [&str; 2],
        numbers: impl Iterator<Item = ([&'a str; 2], u64)>,
    ) {
        self.head(name, help, "counter");
        for (values, number) in numbers {
            let pairs = [(labels[0], values[0]), (labels[1], values[1])];
            self.line(name, &pairs, number);
        }
    }

    /// A counter without labels.
    pub(crate) fn plain_counter(&mut self, name: &str, help: &str, number: u64) {
        self.head(name, help, "counter");
        self.line(name, &[], number);
    }

    /// A number that goes up and down, once for each set of labels.
    pub(crate) fn gauge(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels, i64)>,
    ) {
        self.head(name, help, "gauge");
        for (labels, value) in values {
            let labels: Vec<_> = labels
                .iter()
                .map(|(label, value)| (*label, value.as_str()))
                .collect();
            self.line(name, &labels, value);
        }
    }

    /// A histogram of seconds.
    pub(super) fn histogram(&mut self, name: &str, help: &str, snapshot: &Snapshot) {
        self.head(name, help, "histogram");
        let bucket = format!("{name}_bucket");
        for (bound, count) in &snapshot.buckets {
            self.line(&bucket, &[("le", bound)], *count);
        }
        self.line(&bucket, &[("le", "+Inf")], snapshot.count);
        self.line(&format!("{name}_sum"), &[], snapshot.sum);
        self.line(&format!("{name}_count"), &[], snapshot.count);
    }

    /// All of it.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn head(&mut self, name: &str, help: &str, kind: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
            .collect();
        let _ = match labels.is_empty() {
            true => writeln!(self.0, "{name} {value}"),
            false => writeln!(self.0, "{name}{{{}}} {value}", labels.join(",")),
        };
    }
}

/// A label value; what would end it or its line is written as an escape.
fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_end_its_line() {
        let mut text = Text::default();
        let labels = vec![("name", "a\"\\\nkyso_fake 1".to_owned())];
        text.gauge("kyso_test", "A test.", [(labels, 7)]);
        let expected = "# HELP kyso_test A test.\n# TYPE kyso_test gauge\nkyso_test{name=\"a\\\"\\\\\\nkyso_fake 1\"} 7\n";
        assert_eq!(text.finish(), expected);
    }
}
