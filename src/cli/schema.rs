//! `kyso schema`: what programs may rely on in a report.

use kyso_report::pretty_json;
use kyso_verifier::json::{schema_of_package, schema_of_validation, schema_of_verification};

use super::arguments::{Schema, SchemaOf};
use super::{Failure, output};

pub(crate) fn run(request: &Schema) -> Result<u8, Failure> {
    let schema = match request.which {
        SchemaOf::Report => schema_of_verification(),
        SchemaOf::Package => schema_of_package(),
        SchemaOf::Validation => schema_of_validation(),
    };
    output::write(&pretty_json(&schema), None)?;
    Ok(0)
}
