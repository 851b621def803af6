using PostModern.Arrow.Errors;
using PostModern.Lake.Lineage;
using PostModern.Models;
using PostModern.Models.Inference;

namespace PostModern.Engine.Functions;

/// <summary>What the functions of one running statement share: its token, its counters, its row errors.</summary>
/// <param name="sql">The statement as the user wrote it.</param>
/// <param name="user">Who runs it.</param>
/// <param name="errors">Where row errors are kept for <c>pm.errors</c>.</param>
/// <param name="inferences">Where its model calls are kept for <c>pm.inference_log</c>.</param>
/// <param name="cancellation">Stops the statement's pending model calls.</param>
internal sealed class StatementContext(string sql, string user, ErrorLog errors, InferenceLog inferences, CancellationToken cancellation)
{
    private const int MostWarnings = 10;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tally> _tallies = [];
    private readonly Dictionary<string, ModelUse> _models = [];
    private readonly List<string> _warnings = [];

    /// <summary>Unique for each execution.</summary>
    public Guid RunId { get; } = Guid.CreateVersion7();

    public string Sql { get; } = sql;

    public string User { get; } = user;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>What it spends on models that cost something.</summary>
    public Spending Spending { get; init; } = new("query");

    /// <summary>The listings and objects that it reads.</summary>
    public StatementInputs Inputs { get; } = new();

    /// <summary>Whether models may answer from the inference cache, or only it may.</summary>
    public InferenceUse InferenceUse
    {
        get => Estimates is null ? field : InferenceUse.Estimated;
        init;
    }

    /// <summary>Takes what models would be asked, which then aren't; null in all other statements.</summary>
    public InferenceLog? Estimates { get; set; }

    /// <summary>Whether it may go on when no row could be computed: of a few rows among many all may be bad.</summary>
    public bool ToleratesFailures { get; set; }

    public long ModelCalls { get; private set; }

    public long CacheHits { get; private set; }

    public long RowErrors { get; private set; }

    /// <summary>The models that were called.</summary>
    public IReadOnlyList<ModelUse> Models
    {
        get
        {
            lock (_lock)
            {
                return [.. _models.Values];
            }
        }
    }

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_lock)
            {
                return [.. _warnings];
            }
        }
    }

    /// <summary>Adds what a model made of one chunk; called by several threads at once.</summary>
    /// <param name="call">The function and what computed it.</param>
    /// <param name="rows">Rows that were not NULL.</param>
    /// <param name="result">The chunk's values and failures.</param>
    public void Record(ModelCall call, int rows, InferenceResult result) =>
        Record(call.Use, call.Key, call.Model.Device, () => call.Model.Lanes, rows, result);

    /// <inheritdoc cref="Record(ModelCall, int, InferenceResult)"/>
    /// <param name="use">The function and what computed it.</param>
    /// <param name="key">Tells it from the statement's other calls.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="lanes">How many inputs it computes at the same time.</param>
    public void Record(ModelUse use, string key, string device, Func<int> lanes, int rows, InferenceResult result)
    {
        var entry = new InferenceLogEntry(DateTimeOffset.UtcNow, RunId, Sql, User, use.Task, use.Name, device)
        {
            Rows = rows,
            ModelCalls = result.ModelCalls,
            CacheHits = result.CacheHits,
            Errors = result.Errors.Count,
            Effort = result.Effort,
            BytesToRead = result.BytesToRead,
        };
        if (Estimates is { } estimates)
        {
            estimates.Add(key, entry with { Lanes = lanes() });
            return;
        }

        lock (_lock)
        {
            ModelCalls += result.ModelCalls;
            CacheHits += result.CacheHits;
            _models[key] = use;
            Record(use.Task, rows, result.Errors, use.Name);
            inferences.Add(key, entry);
        }
    }

    /// <summary>Adds the outcome of one chunk; called by several threads at once.</summary>
    /// <param name="function">What was called.</param>
    /// <param name="rows">Rows that were not NULL.</param>
    /// <param name="failures">Those of them that became NULL.</param>
    /// <param name="model">What computed them; null for no model.</param>
    public void Record(string function, int rows, IReadOnlyList<RowError> failures, string? model = null)
    {
        lock (_lock)
        {
            var tally = _tallies.GetValueOrDefault(function);
            _tallies[function] = new Tally(tally.Rows + rows, tally.Failed + failures.Count, tally.First ?? (failures is [var first, ..] ? first : null));
            Report(function, failures, model);
        }
    }

    /// <summary>Adds failures that the statement goes on with even if all rows have one: their values tell of them, or they were only to be tried.</summary>
    public void RecordTolerated(string function, IReadOnlyList<RowError> failures)
    {
        lock (_lock)
        {
            Report(function, failures, null);
        }
    }

    /// <summary>A statement none of whose rows could be computed is a mistake, not data.</summary>
    /// <exception cref="ServerException">The first row's code and message.</exception>
    public void ThrowIfEveryRowFailed()
    {
        if (ToleratesFailures)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var (function, tally) in _tallies)
            {
                if (tally is { Rows: > 0, First: { } first } && tally.Failed == tally.Rows)
                {
                    throw new ServerException(first.Code, $"{function} failed for all {tally.Rows} rows; the first: {first.Uri}: {first.Message}");
                }
            }
        }
    }

    /// <summary>Tells the client something about how the statement went.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            _warnings.Insert(0, text);
        }
    }

    private void Report(string function, IReadOnlyList<RowError> failures, string? model)
    {
        RowErrors += failures.Count;
        foreach (var error in failures)
        {
            Warn($"{function}: {error.Uri}: {error.Message}");
            errors.Add(new ErrorLogEntry(DateTimeOffset.UtcNow, Sql, function, model, error));
            Inputs.AddFailed(error.Uri);
        }
    }

    private void Warn(string warning)
    {
        if (_warnings.Count < MostWarnings && !_warnings.Contains(warning))
        {
            _warnings.Add(warning);
        }
    }

    private readonly record struct Tally(long Rows, long Failed, RowError? First);
}
