namespace PostModern.Lake.Copies;

/// <summary>Locks between processes that keep copies from being dropped while somebody reads them. They end with the process at the latest.</summary>
/// <remarks>A fixed number of lock files serves all folders: one for each would be an open file for each object that a statement reads.</remarks>
/// <param name="root">The folder of all copies.</param>
internal sealed class CopyLocks(string root)
{
    public const string FolderName = ".locks";

    private const int Digits = 3;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly string _folder = Path.Combine(root, FolderName);

    /// <summary>Keeps folders of copies until the result is disposed, or the process ends. Many may hold them.</summary>
    public async Task<IDisposable> HoldAsync(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var held = new HeldLocks();
        try
        {
            // All in one order, so that nobody waits in a circle; and nobody who drops copies waits at all.
            foreach (var name in folders.Select(NameOf).Distinct().Order(StringComparer.Ordinal))
            {
                held.Add(await OpenAsync(Path.Combine(_folder, name), FileAccess.Read, FileShare.Read, cancellationToken));
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Holds a folder of copies alone, to drop some; null while anybody else holds it.</summary>
    public IDisposable? TryHoldAlone(string folder)
    {
        Directory.CreateDirectory(_folder);
        return TryOpen(Path.Combine(_folder, NameOf(folder)), FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Keeps others from beginning copies in a folder, which takes a moment; waits while another one does.</summary>
    public async Task<IDisposable> BeginAloneAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        return await OpenAsync(Path.Combine(_folder, NameOf(folder) + ".begin"), FileAccess.ReadWrite, FileShare.None, cancellationToken);
    }

    private static string NameOf(string folder) => folder[..Digits];

    private static async Task<FileStream> OpenAsync(string path, FileAccess access, FileShare share, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryOpen(path, access, share) is { } held)
            {
                return held;
            }

            // Somebody drops or begins copies here at this moment. The system tells nobody when a lock of another process ends.
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
    }

    private sealed class HeldLocks : IDisposable
    {
        private readonly List<FileStream> _locks = [];

        public void Add(FileStream held) => _locks.Add(held);

        public void Dispose() => _locks.ForEach(l => l.Dispose());
    }
}
