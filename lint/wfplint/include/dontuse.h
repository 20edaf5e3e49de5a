/* Nothing of it matters to a checker. */
#ifndef WFPLINT_DONTUSE_H
#define WFPLINT_DONTUSE_H
#endif
