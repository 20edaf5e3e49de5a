#ifndef WFPLINT_NBLINFO_H
#define WFPLINT_NBLINFO_H
#include "nbl_model.h"
#endif
