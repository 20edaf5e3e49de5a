/* What classifyFn answers with. */
#include <ntddk.h>
#include <fwpsk.h>

void ResetClassify(FWPS_CLASSIFY_OUT0 *classifyOut);

void ResetClassify(FWPS_CLASSIFY_OUT0 *classifyOut)
{
    classifyOut->actionType = FWP_ACTION_CONTINUE;
    classifyOut->rights |= FWPS_RIGHT_ACTION_WRITE;
}
