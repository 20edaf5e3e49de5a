#ifndef WFPLINT_NDIS_NBLACCESSORS_H
#define WFPLINT_NDIS_NBLACCESSORS_H
#include "nbl_model.h"
#endif
