//! CapabilityStatement.
