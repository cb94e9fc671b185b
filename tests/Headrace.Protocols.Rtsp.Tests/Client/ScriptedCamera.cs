using System.Buffers;
using System.Globalization;
using System.Text;
using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>A camera that answers as a test says, and as a good one where it says nothing.</summary>
internal sealed class ScriptedCamera
{
    public const string Video = "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=control:trackID=0\n";
    public const string Audio = "m=audio 0 RTP/AVP 0\na=control:trackID=1\n";

    private readonly Dictionary<string, Queue<string>> _answers = [];
    private readonly Dictionary<string, string> _always = [];

    public string Sdp { get; set; } = "v=0\ns=cam\n" + Video + Audio;

    /// <summary>The methods that it says it knows.</summary>
    public string Public { get; set; } = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER";

    /// <summary>Headers of its answer to DESCRIBE, each with a line feed.</summary>
    public string DescribeHeaders { get; set; } = "Content-Base: rtsp://camera/live/cam/\n";

    /// <summary>The Session header's value.</summary>
    public string Session { get; set; } = "12345;timeout=60";

    /// <summary>Answers the next request of a method; <c>{cseq}</c> stands for its number. Nothing: no answer.</summary>
    public ScriptedCamera Answer(string method, string answer)
    {
        if (!_answers.TryGetValue(method, out Queue<string>? queue)) _answers[method] = queue = new Queue<string>();
        queue.Enqueue(answer);
        return this;
    }

    /// <summary>Answers every request of a method.</summary>
    public ScriptedCamera Always(string method, string answer)
    {
        _always[method] = answer;
        return this;
    }

    public byte[] Talk(byte[] requests, MonotonicTime now)
    {
        Assert.NotEqual(MonotonicTime.Never, now);
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(requests));
        RtspParser parser = new(new InterleavedChannels());
        StringBuilder text = new();
        while (parser.TryRead(ref reader, out RtspElement element))
        {
            if (element.Kind == RtspElementKind.Request) text.Append(AnswerTo(element.Request));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private string AnswerTo(RtspRequest request)
    {
        string method = request.MethodToken;
        string answer = _answers.TryGetValue(method, out Queue<string>? queue) && queue.TryDequeue(out string? next) ? next
            : _always.TryGetValue(method, out string? always) ? always
            : Good(request);
        string cseq = request.CSeq!.Value.ToString(CultureInfo.InvariantCulture);

        // The description is sent as it is: line feeds alone are one of the cases.
        int body = answer.IndexOf("\n\n", StringComparison.Ordinal);
        return body < 0 ? answer : answer[..body].Replace("\n", "\r\n", StringComparison.Ordinal).Replace("{cseq}", cseq, StringComparison.Ordinal) + "\r\n\r\n" + answer[(body + 2)..];
    }

    private string Good(RtspRequest request) => request.Method switch
    {
        RtspMethod.Options => $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nPublic: {Public}\n\n",
        RtspMethod.Describe => $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\n{DescribeHeaders}Content-Type: application/sdp\nContent-Length: {Encoding.UTF8.GetByteCount(Sdp)}\n\n{Sdp}",
        RtspMethod.Setup => $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nSession: {Session}\nTransport: {request.Headers.Get("Transport")}\n\n",
        _ => $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nSession: {Session}\n\n",
    };
}
