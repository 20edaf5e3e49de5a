#ifndef WFPLINT_NBLTIMESTAMP_H
#define WFPLINT_NBLTIMESTAMP_H
#include "nbl_model.h"
#endif
