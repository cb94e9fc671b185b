using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Streaming.Sessions;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>Tells the operator of a peer whose frames are out of step or on the wrong channel: at most once a second, with counts.</summary>
internal sealed class RtspFrameWatch(RtspParser parser, Session session, ILogger logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private MonotonicTime _lastLog;
    private int _resynchronisations;
    private long _strays;
    private long _straysLogged;
    private byte _strayChannel;

    /// <summary>A frame came on a channel that was not set up.</summary>
    public void OnStray(byte channel)
    {
        _strays++;
        _strayChannel = channel;
    }

    /// <summary>Says what happened since the last time, if it is time to.</summary>
    public void Check(MonotonicTime now)
    {
        if ((parser.Resynchronisations == _resynchronisations && _strays == _straysLogged) || now - _lastLog < LogInterval) return;
        _lastLog = now;
        if (parser.Resynchronisations != _resynchronisations)
        {
            _resynchronisations = parser.Resynchronisations;
            RtspLog.FramingLost(logger, session.StreamName, session.Remote, _resynchronisations, parser.SkippedBytes);
        }

        if (_strays == _straysLogged) return;
        _straysLogged = _strays;
        RtspLog.StrayFrames(logger, session.StreamName, session.Remote, _strays, _strayChannel);
    }
}
