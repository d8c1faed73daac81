"""Reports: what an inspector, an auditor or a partner asks for on paper, each counted once for every format."""
