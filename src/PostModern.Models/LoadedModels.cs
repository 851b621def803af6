using PostModern.Models.Inference;
using PostModern.Models.Registry;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Detection;
using PostModern.Models.Tasks.Embedding;
using PostModern.Models.Tasks.Ocr;

namespace PostModern.Models;

/// <summary>The default models, each made when it is first asked for and then shared by all tasks that build on it.</summary>
internal sealed class LoadedModels : IDisposable
{
    internal const string DetectionModel = "nanodet";
    internal const string CaptioningModel = "caption-coco80";
    internal const string OcrModel = "ppocr-v4";
    internal const string EmbeddingModel = "use-lite";

    private readonly ModelRegistry _registry;
    private readonly List<OnnxModel> _opened = [];
    private readonly Lazy<NanoDet> _detector;
    private readonly Lazy<Captioner> _captioner;
    private readonly Lazy<PageReader> _pageReader;
    private readonly Lazy<TextEmbedder> _embedder;

    internal LoadedModels(ModelRegistry registry)
    {
        _registry = registry;
        _detector = Once(() => new NanoDet(Open(DetectionModel, "detector")));
        _captioner = Once(() => new Captioner(Detector, new CaptionModel(
            Open(CaptioningModel, "encoder"),
            Open(CaptioningModel, "decoder"),
            () => WordVocabulary.Load(_registry.Get(CaptioningModel).PathOf("tokenizer.json")))));
        _embedder = Once(() => new TextEmbedder(
            Open(EmbeddingModel, "encoder"), () => UnigramTokenizer.Load(_registry.Get(EmbeddingModel).PathOf("vocab.json"))));
        _pageReader = Once(() => new PageReader(
            new TextFinder(Open(OcrModel, "detector")),
            new LineRecognizer(Open(OcrModel, "recognizer"), () => CtcAlphabet.Load(_registry.Get(OcrModel).PathOf("ppocr_keys_v1.txt")))));
    }

    internal NanoDet Detector => _detector.Value;

    internal Captioner Captioner => _captioner.Value;

    internal PageReader PageReader => _pageReader.Value;

    internal TextEmbedder Embedder => _embedder.Value;

    public void Dispose()
    {
        lock (_opened)
        {
            _opened.ForEach(model => model.Dispose());
        }
    }

    // Files that are missing may be there at the next try, so a failure is not kept.
    private static Lazy<T> Once<T>(Func<T> make) => new(make, LazyThreadSafetyMode.PublicationOnly);

    private OnnxModel Open(string model, string graph)
    {
        var opened = new OnnxModel(_registry.Get(model).PathOfGraph(graph));
        lock (_opened)
        {
            _opened.Add(opened);
        }

        return opened;
    }
}
