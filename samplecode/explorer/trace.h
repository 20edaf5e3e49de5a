/* Replays a schedule and writes what happened, with the driver's file and line for every step. */
#ifndef SAMPLECODE_TRACE_H
#define SAMPLECODE_TRACE_H

#include "search.h"

#include <stdio.h>

enum trace_format { TRACE_NONE, TRACE_TEXT, TRACE_JSON };

/* `which` is 0 for a run that breaks nothing. */
void trace_write(FILE *out, enum trace_format format, const char *driver, const struct schedule *schedule,
                 enum invariant which);

/* A JSON string, quoted. */
void json_string(FILE *out, const char *text);
/* The switches as a JSON object. */
void json_switches(FILE *out);

#endif
