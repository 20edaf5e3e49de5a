#ifndef WFPLINT_NBLRSC_H
#define WFPLINT_NBLRSC_H
#include "nbl_model.h"
#endif
