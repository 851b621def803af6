using PostModern.Models.Catalog;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Media;
using PostModern.Models.Media.Ffmpeg;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Prediction;

namespace PostModern.Models;

/// <summary>The pipelines of a process: one for each model and task that was ever needed.</summary>
internal sealed class TaskPipelines : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TaskImplementation Implementation, string Instance, string Device), IInferencePipeline> _pipelines = [];
    private readonly LoadedModels _models;
    private readonly ComputeThreads _threads;
    private readonly PipelineFactory _factory;
    private readonly ObjectInputs _objects;
    private readonly TextInputs _texts = new();

    internal TaskPipelines(LoadedModels models, ModelRuntimeOptions options)
    {
        _models = models;
        _threads = new ComputeThreads(options.Threads ?? Environment.ProcessorCount);
        _factory = new PipelineFactory(_threads, new SoundDecoder(new FfmpegTools(options.Programs?.FfmpegFolder)));
        _objects = new ObjectInputs(options.Objects, options.Contents);
    }

    /// <summary>A model with inputs and outputs of its own, as a function of rows.</summary>
    internal Prediction PredictionOf(InstalledModel model) => PredictionModels.Make(_models.Parts(model, _models.DefaultDevice), _threads);

    internal IInputReader ReaderOf(InputKind kind) => kind == InputKind.Object ? _objects : _texts;

    internal IInferencePipeline Of(TaskImplementation implementation, InstalledModel model, string device)
    {
        lock (_lock)
        {
            var key = (implementation, model.Instance, device);
            if (!_pipelines.TryGetValue(key, out var pipeline))
            {
                pipeline = implementation.MakePipeline(_models.Parts(model, device), _factory);
                _pipelines.Add(key, pipeline);
            }

            return pipeline;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pipeline in _pipelines.Values)
        {
            await pipeline.DisposeAsync();
        }

        _threads.Dispose();
        _models.Dispose();
    }
}
