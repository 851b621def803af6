using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary>A thread for a call that mostly waits, though DuckDB lets it spin: it gives way to threads that work.</summary>
/// <remarks>
/// A fetch from a streaming result polls for as long as the only task left runs on another of DuckDB's threads, which is the time that a model
/// thinks: half a core of two, and 27 instead of 44 pictures a second (benchmark <c>detect</c>). There is no call that waits instead.
/// </remarks>
internal static partial class WaitingThread
{
    // A thirtieth of the share of a thread that works beside it: enough to hand rows on when all cores are busy.
    private const int Niceness = 15;

    private const int CallingThread = 0;

    public static Task<T> RunAsync<T>(Func<T> call)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GiveWay();
            try
            {
                outcome.SetResult(call());
            }
            catch (Exception e)
            {
                outcome.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "DuckDB fetch",
        };
        thread.Start();
        return outcome.Task;
    }

    // .NET leaves priorities alone on Linux, whose setpriority is of a thread. There is no way back without a privilege, so the thread ends with its call.
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(0, CallingThread, Niceness);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
