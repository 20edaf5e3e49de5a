#ifndef WFPLINT_NBLACCESSORS_H
#define WFPLINT_NBLACCESSORS_H
#include "nbl_model.h"
#endif
