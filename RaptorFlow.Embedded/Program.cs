using RaptorFlow.Embedded.Processes;
using RaptorFlow.Embedded.Redis;

return args switch
{
    ["garnet", .. var options] => GarnetHost.Run(options),
    ["guard", .. var options] => Guard.Run(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: RaptorFlow.Embedded garnet --port N | guard [--signal N] [--grace SECONDS] [--user NAME] [--remove FOLDER] -- COMMAND [ARGUMENTS]");
    return 64;
}
