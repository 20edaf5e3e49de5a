# The evidence for the sample driver: needs gcc, binutils and patch.
EVIDENCE_PYTHON ?= $(if $(BIN),$(BIN)/python,python3)

.PHONY: prove prove-long traces

prove: $(if $(VENV),$(VENV)/.run)  ## Explore every interleaving of the sample driver and its mutants
	$(EVIDENCE_PYTHON) -m samplecode.evidence prove

prove-long: $(if $(VENV),$(VENV)/.run)  ## The same with the runs that take many minutes
	$(EVIDENCE_PYTHON) -m samplecode.evidence prove --long

traces:  ## Write samplecode/traces again
	$(EVIDENCE_PYTHON) -m samplecode.evidence traces
