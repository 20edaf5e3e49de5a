/* Linked into every driver, outside its own data: where that data lies. */
extern char __start_driverdata[], __stop_driverdata[];

void driver_bounds(char **from, char **to);
void driver_bounds(char **from, char **to)
{
    *from = __start_driverdata;
    *to = __stop_driverdata;
}
