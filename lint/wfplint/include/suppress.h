/* Nothing of it matters to a checker. */
#ifndef WFPLINT_SUPPRESS_H
#define WFPLINT_SUPPRESS_H
#endif
