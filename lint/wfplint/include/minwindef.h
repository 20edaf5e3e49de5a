#ifndef WFPLINT_MINWINDEF_H
#define WFPLINT_MINWINDEF_H
#include "ntdef.h"
#endif
