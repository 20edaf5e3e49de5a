#ifndef WFPLINT_NBL_H
#define WFPLINT_NBL_H
#include "nbl_model.h"
#endif
