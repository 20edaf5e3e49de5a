#ifndef WFPLINT_SPECSTRINGS_H
#define WFPLINT_SPECSTRINGS_H
#include "sal.h"
#endif
