using PostModern.Models.Inference;

namespace PostModern.Models;

/// <summary>The pipelines of a process: one for each definition that was ever bound.</summary>
internal sealed class TaskPipelines : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskDefinition, IInferencePipeline> _pipelines = [];
    private readonly LoadedModels _models;
    private readonly ComputeThreads _threads;
    private readonly PipelineFactory _factory;
    private readonly ObjectInputs _objects;
    private readonly TextInputs _texts = new();

    internal TaskPipelines(LoadedModels models, ModelRuntimeOptions options)
    {
        _models = models;
        _threads = new ComputeThreads(options.Threads ?? Environment.ProcessorCount);
        _factory = new PipelineFactory(_threads);
        _objects = new ObjectInputs(options.Objects, options.Contents);
    }

    internal IInputReader ReaderOf(InputKind kind) => kind == InputKind.Object ? _objects : _texts;

    internal IInferencePipeline Of(TaskDefinition definition)
    {
        lock (_lock)
        {
            if (!_pipelines.TryGetValue(definition, out var pipeline))
            {
                pipeline = definition.MakePipeline(_models, _factory);
                _pipelines.Add(definition, pipeline);
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
