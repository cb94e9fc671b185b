namespace Headrace.Protocols.Rtp.Tests.Sdp;

/// <summary>Descriptions in the manner of real senders, each with what is odd about it.</summary>
internal static class SampleDescriptions
{
    public const string Ffmpeg =
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=No Name\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\na=tool:libavformat 59.27.100\r\n" +
        "m=video 0 RTP/AVP 96\r\nb=AS:1205\r\na=rtpmap:96 H264/90000\r\n" +
        "a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z2QAH6zZQFAFuhAAAAMAEAAAAwPI8YMZYA==,aOvjyyLA; profile-level-id=64001F\r\na=control:streamid=0\r\n" +
        "m=audio 0 RTP/AVP 97\r\nb=AS:128\r\na=rtpmap:97 MPEG4-GENERIC/48000/2\r\n" +
        "a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=119056E500\r\na=control:streamid=1\r\n";

    public const string GStreamer =
        "v=0\r\no=- 11936285326452348562 1 IN IP4 127.0.0.1\r\ns=Session streamed with GStreamer\r\ni=rtsp-server\r\nt=0 0\r\na=tool:GStreamer\r\na=type:broadcast\r\na=control:*\r\na=range:npt=now-\r\n" +
        "m=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 H265/90000\r\na=framerate:25\r\n" +
        "a=fmtp:96 sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwBdlZgJ; sprop-sps=QgEBAWAAAAMAkAAAAwAAAwBdoAKAgC0WWVmkkyuAQAAA+kAAF3AC; sprop-pps=RAHBcrRiQA==\r\n" +
        "a=control:stream=0\r\na=ts-refclk:local\r\na=mediaclk:sender\r\na=ssrc:3776670536 cname:user@host\r\n" +
        "m=audio 0 RTP/AVP 97\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:97 OPUS/48000/2\r\na=fmtp:97 sprop-maxcapturerate=48000; sprop-stereo=1\r\na=control:stream=1\r\n";

    // Lines end in LF only, no session control, no c=.
    public const string ObsLike =
        "v=0\no=- 0 0 IN IP4 0.0.0.0\ns=OBS\nt=0 0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IAHpWoKAv+VA==,aM48gA==;\na=control:trackID=0\n";

    // Spaces after semicolons, a trailing semicolon, a proprietary application track, an absolute control URL.
    public const string Hikvision =
        "v=0\r\no=- 1109162014219182 1109162014219192 IN IP4 192.168.1.64\r\ns=Media Presentation\r\ne=NONE\r\nb=AS:5100\r\nt=0 0\r\na=control:rtsp://192.168.1.64:554/Streaming/Channels/101/\r\n" +
        "m=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:5000\r\na=recvonly\r\na=x-dimensions:1920,1080\r\na=control:rtsp://192.168.1.64:554/Streaming/Channels/101/trackID=1\r\n" +
        "a=rtpmap:96 H264/90000\r\na=fmtp:96 profile-level-id=420029; packetization-mode=1; sprop-parameter-sets=Z00AKpY1QPAET8s3AQEBQAABwgAAV+QB,aO48gA==;\r\n" +
        "m=audio 0 RTP/AVP 8\r\nc=IN IP4 0.0.0.0\r\nb=AS:50\r\na=recvonly\r\na=control:rtsp://192.168.1.64:554/Streaming/Channels/101/trackID=2\r\na=rtpmap:8 PCMA/8000\r\n" +
        "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\na=Media_header:MEDIAINFO=494D4B48010100000400010010710110;\r\na=appversion:1.0\r\n";

    // packetlization-mode misspelt; static audio without rtpmap; more than one space.
    public const string Dahua =
        "v=0\r\no=- 2251938210 2251938210 IN IP4 0.0.0.0\r\ns=RTSP Session/2.0\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\na=range:npt=now-\r\na=packetization-supported:DH\r\n" +
        "m=video 0 RTP/AVP 98\r\na=control:trackID=0\r\na=framerate:25.000000\r\na=rtpmap:98 H265/90000\r\n" +
        "a=fmtp:98 profile-id=1;sprop-sps=QgEBAWAAAAMAsAAAAwAAAwB7oAPAgBDlja5JG2a5cQ==;sprop-pps=RAHA8vA8kAA=;sprop-vps=QAEMAf//AWAAAAMAsAAAAwAAAwB7rAk=\r\na=recvonly\r\n" +
        "m=audio 0  RTP/AVP  0\r\na=control:trackID=1\r\na=recvonly\r\n";

    // Session without c=, several lines of sprop, an SPS announced twice.
    public const string Axis =
        "v=0\r\no=- 1188340656180883 1 IN IP4 192.168.0.90\r\ns=Session streamed with GStreamer\r\ni=rtsp-server\r\nt=0 0\r\na=tool:GStreamer\r\na=type:broadcast\r\na=range:npt=now-\r\na=control:rtsp://192.168.0.90/axis-media/media.amp\r\n" +
        "m=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:50000\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=4d0029;sprop-parameter-sets=Z00AKeKQDwBE/LgLcBAQGkHiRFQ=,aO48gA==,Z00AKeKQDwBE/LgLcBAQGkHiRFQ=,aO48gA==\r\n" +
        "a=ts-refclk:local\r\na=mediaclk:sender\r\na=recvonly\r\na=control:rtsp://192.168.0.90/axis-media/media.amp/stream=0\r\na=framerate:29.970030\r\na=transform:1.000000,0.000000,0.000000;0.000000,1.000000,0.000000;0.000000,0.000000,1.000000\r\n";

    // A blank after the payload type in m=, capitals in names, no parameter sets at all.
    public const string Reolink =
        "v=0\r\no=- 1700000000000001 1 IN IP4 192.168.1.20\r\ns=Session streamed by \"preview\"\r\ni=h264Preview_01_main\r\nt=0 0\r\na=tool:BC Streaming Media v202210012022.10.01\r\na=type:broadcast\r\na=control:*\r\na=range:npt=now-\r\n" +
        "m=video 0 RTP/AVP 96 \r\nc=IN IP4 0.0.0.0\r\nb=AS:8192\r\na=rtpmap:96 h264/90000\r\na=range:npt=now-\r\na=fmtp:96 packetization-mode=1;profile-level-id=640033\r\na=recvonly\r\na=control:track1\r\n" +
        "m=audio 0 RTP/AVP 97\r\nc=IN IP4 0.0.0.0\r\nb=AS:8192\r\na=rtpmap:97 MPEG4-GENERIC/16000\r\na=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;SizeLength=13;IndexLength=3;IndexDeltaLength=3;config=1408;\r\na=recvonly\r\na=control:track2\r\n";

    // No v=, o=, s=, t=; no control; static types only.
    public const string Fragment = "m=video 5000 RTP/AVP 26\nm=audio 5002/2 RTP/AVP 14\nc=IN IP4 239.1.2.3/127/2\nm=video 5004 RTP/AVP 33\n";

    // One format, whose rtpmap and fmtp carry another number; a malformed medium that must not take the next one's lines.
    public const string WrongNumbers =
        "v=0\r\ns= \r\nm=video 0 RTP/AVP 97\r\na=rtpmap: 96 H264/90000 \r\na=fmtp: 96 packetization-mode=1\r\nm=application/TP-LINK 0 RTP/AVP smart/1/90000\r\na=rtpmap:95 TP-LINK/90000\r\nm=\r\na=control:x\r\n";

    public static IEnumerable<string> All => [Ffmpeg, GStreamer, ObsLike, Hikvision, Dahua, Axis, Reolink, Fragment, WrongNumbers];
}
