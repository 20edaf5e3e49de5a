"""Rule records and API facts: read from YAML, checked, and handed out as frozen data."""
