#ifndef WFPLINT_NDIS_NBLRSC_H
#define WFPLINT_NDIS_NBLRSC_H
#include "nbl_model.h"
#endif
