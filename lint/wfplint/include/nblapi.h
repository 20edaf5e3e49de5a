#ifndef WFPLINT_NBLAPI_H
#define WFPLINT_NBLAPI_H
#include "nbl_model.h"
#endif
