using PostModern.Arrow.Compression;
using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;

namespace PostModern.Engine.Settings;

/// <summary>What a session has set. Safe for concurrent use; a statement goes by the values when it is planned.</summary>
public sealed class SessionOptions
{
    private readonly Func<string, bool> _hasSchema;
    private volatile SessionValues _values = new();

    internal SessionOptions(Func<string, bool> hasSchema) => _hasSchema = hasSchema;

    /// <summary>The schema of names without one.</summary>
    public string Schema => Values.Schema;

    /// <summary>Datasets without a version are read as they were then; null for now.</summary>
    public DateTimeOffset? AsOf => Values.AsOf;

    /// <summary>How long a statement may run; null for any time.</summary>
    public TimeSpan? StatementTimeout => Values.StatementTimeout;

    /// <summary>Whether ENUM columns are sent as dictionaries instead of text.</summary>
    public bool EnumsAsDictionaries => Values.EnumsAsDictionaries;

    /// <summary>Whether unsigned integers are sent as the next larger signed type.</summary>
    public bool WidensUnsigned => Values.WidensUnsigned;

    /// <summary>How result columns are compressed.</summary>
    public BodyCompression Compression => Values.Compression;

    /// <summary>Whether VACUUM refuses to remove files that the dataset's own retention still protects.</summary>
    public bool ChecksRetention => Values.ChecksRetention;

    /// <summary>The bytes that OPTIMIZE aims at for a data file.</summary>
    public long TargetFileSize => Values.TargetFileSize;

    /// <summary>The calls of models on other servers that the session may make; null for any number.</summary>
    public long? MaxCalls => Values.MaxCalls;

    /// <summary>What such calls may cost together; null for any sum.</summary>
    public double? MaxCost => Values.MaxCost;

    /// <summary>The names of all options, in order.</summary>
    public static IEnumerable<string> Names => OptionTable.All.Keys;

    internal SessionValues Values
    {
        get => _values;
        set => _values = value;
    }

    /// <summary>The options that differ from their defaults, as text.</summary>
    internal static IReadOnlyDictionary<string, string> Show(SessionValues values)
    {
        var options = new SessionOptions(_ => true) { Values = values };
        return OptionTable.All.Values.Where(o => o.Get(options) != o.Default).ToDictionary(o => o.Name, o => o.Get(options));
    }

    /// <summary>The values that <see cref="Show"/> showed, whatever this session has set.</summary>
    /// <exception cref="ServerException">As for <see cref="Set"/>.</exception>
    internal SessionValues Read(IReadOnlyDictionary<string, string> settings)
    {
        var options = new SessionOptions(_hasSchema);
        foreach (var (name, value) in settings)
        {
            options.Set(name, value);
        }

        return options.Values;
    }

    /// <summary>The present value of an option as text; empty where nothing is set.</summary>
    /// <exception cref="ServerException">NotFound: no such option.</exception>
    public string Get(string name) => Find(name).Get(this);

    /// <summary>Sets an option.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">As <see cref="Get"/> shows it; null for the default.</param>
    /// <exception cref="ServerException">NotFound: no such option. InvalidInput: no value for it.</exception>
    public void Set(string name, string? value)
    {
        var option = Find(name);
        option.Set(this, value ?? option.Default);
    }

    /// <exception cref="ServerException">NotFound.</exception>
    internal string CheckSchema(string name)
    {
        var schema = name.Equals(DatasetCatalog.CatalogName, StringComparison.OrdinalIgnoreCase) ? DatasetCatalog.DefaultSchema : name;
        return _hasSchema(schema)
            ? schema
            : throw new ServerException(ErrorCode.NotFound, $"There is no schema '{name}'. List them with: FROM pm.schemas.");
    }

    private static SessionOption Find(string name) => OptionTable.All.TryGetValue(name, out var option)
        ? option
        : throw new ServerException(ErrorCode.NotFound, $"There is no option '{name}'; there are: {string.Join(", ", Names)}.");
}
