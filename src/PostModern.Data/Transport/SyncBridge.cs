namespace PostModern.Data.Transport;

/// <summary>The one place where the provider blocks a thread: ADO.NET's synchronous members end here.</summary>
/// <remarks>
/// The work hops to the thread pool first, so that a synchronisation context (WPF, old ASP.NET) can't be what the work waits for. Work that is
/// already done, such as the next row of a batch, costs neither hop nor wait.
/// </remarks>
internal static class SyncBridge
{
    public static T Run<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    public static void Run(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();
}
