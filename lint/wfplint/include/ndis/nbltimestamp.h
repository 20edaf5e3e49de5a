#ifndef WFPLINT_NDIS_NBLTIMESTAMP_H
#define WFPLINT_NDIS_NBLTIMESTAMP_H
#include "nbl_model.h"
#endif
