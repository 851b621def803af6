using System.Diagnostics.CodeAnalysis;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Lake.Models;
using PostModern.Models;
using PostModern.Models.Registry;

namespace PostModern.Engine.Functions;

/// <summary>The models that users make, as all servers of the warehouse see them. Safe for concurrent use.</summary>
/// <param name="list">Where they are kept.</param>
/// <param name="runtime">Runs them.</param>
/// <param name="database">Gets a function for each that is called with <c>predict</c>.</param>
/// <param name="contexts">Finds the statement that calls.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so that it holds nothing.")]
internal sealed class UserModels(ModelList list, ModelRuntime runtime, Database database, StatementContexts contexts)
{
    private readonly SemaphoreSlim _syncing = new(1, 1);
    private readonly HashSet<string> _registered = [];

    /// <summary>Those that came with the server, too.</summary>
    public IReadOnlyList<ModelInfo> All => runtime.Models;

    /// <summary>Where they can run, with what there is to say of it.</summary>
    public IReadOnlyList<(string Name, string? Note)> Devices => runtime.Devices;

    /// <summary>Sees what this and other servers made, changed and dropped meanwhile.</summary>
    public async Task SyncAsync(CancellationToken cancellation)
    {
        await _syncing.WaitAsync(cancellation);
        try
        {
            runtime.Created.Use(await list.ListAsync(cancellation));
            var added = runtime.Created.Predictions.Where(prediction => _registered.Add(PredictFunction.NameOf(prediction))).ToList();
            if (added.Count > 0)
            {
                using var connection = database.Connect();
                added.ForEach(prediction => connection.Register(new PredictFunction(prediction, contexts).Function()));
            }
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <summary>As <see cref="SyncAsync"/>, when the server starts: a damaged file is told to the first statement that calls a model, and stops no other.</summary>
    public async Task TrySyncAsync(CancellationToken cancellation)
    {
        try
        {
            await SyncAsync(cancellation);
        }
        catch (ServerException)
        {
            // It fails again, and is told, when it matters.
        }
    }

    /// <summary>What <c>predict('name', …)</c> calls.</summary>
    /// <exception cref="ServerException">NotFound: there is no such model, or it does something else. Any code: this server couldn't load it.</exception>
    public ModelPrediction Prediction(string name)
    {
        runtime.Created.ThrowIfFailed(name);
        var all = runtime.Created.Predictions;
        return all.FirstOrDefault(prediction => prediction.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new ServerException(
            ErrorCode.NotFound,
            $"There is no model '{name}' for predict(…); {(all.Count > 0 ? $"there are {string.Join(", ", all.Select(p => $"'{p.Name}'"))}" : "there is none")}. Make one with: CREATE MODEL {name} FROM '….onnx' TASK 'predict'.");
    }

    /// <summary>A model as a statement says it; asks nobody.</summary>
    public ModelDefinition Define(string name, string source, string? task, IEnumerable<KeyValuePair<string, string>> options, string owner) =>
        runtime.Created.Define(name, source, task, options, owner);

    /// <summary>Checks a model and keeps it.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken. Any other code: the model can't be had.</exception>
    public async Task CreateAsync(ModelDefinition model, bool orReplace, CancellationToken cancellation)
    {
        if (!orReplace && await list.HasAsync(model.Name, cancellation))
        {
            throw new ServerException(ErrorCode.AlreadyExists, $"There is a model '{model.Name}' already. Use CREATE OR REPLACE MODEL to change it.");
        }

        await list.CreateAsync(await runtime.Created.ExamineAsync(model, cancellation), orReplace, cancellation);
        await SyncAsync(cancellation);
    }

    public Task<bool> HasAsync(string name, CancellationToken cancellation) => list.HasAsync(name, cancellation);

    /// <exception cref="ServerException">NotFound: there is no such model. Unsupported: it came with the server.</exception>
    public async Task DropAsync(string name, bool ifExists, CancellationToken cancellation)
    {
        if (!await list.DropAsync(name, cancellation) && !ifExists)
        {
            var created = (await list.ListAsync(cancellation)).Select(model => $"'{model.Name}'").ToList();
            throw runtime.Models.Any(model => model.Name == name)
                ? new ServerException(ErrorCode.Unsupported, $"Model '{name}' came with the server and can't be dropped.")
                : new ServerException(ErrorCode.NotFound, $"There is no model '{name}' that was made with CREATE MODEL; {(created.Count > 0 ? $"there are {string.Join(", ", created)}" : "there is none")}.");
        }

        await SyncAsync(cancellation);
    }
}
