using RaptorFlow.Embedded;
using RaptorFlow.Embedded.Processes;
using RaptorFlow.Embedded.Redis;

// The guard first and without any asynchronous machinery: it must stay on its main thread, and it starts often.
return args switch
{
    ["guard", .. var options] => Guard.Run(options),
    ["garnet", .. var options] => GarnetHost.Run(options),
    ["serve", .. var options] => Serve.RunAsync(options).GetAwaiter().GetResult(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: RaptorFlow.Embedded serve [--folder DATA]
               RaptorFlow.Embedded garnet --port N
               RaptorFlow.Embedded guard [--signal N] [--grace SECONDS] [--user NAME] [--remove FOLDER] -- COMMAND [ARGUMENTS]
        """);
    return 64;
}
