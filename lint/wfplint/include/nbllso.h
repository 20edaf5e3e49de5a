#ifndef WFPLINT_NBLLSO_H
#define WFPLINT_NBLLSO_H
#include "nbl_model.h"
#endif
