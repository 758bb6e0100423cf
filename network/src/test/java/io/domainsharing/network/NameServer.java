// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A DNS server on a loopback port that knows A and AAAA records; about any other name it says NXDOMAIN. */
final class NameServer implements AutoCloseable {
    /** About this name it says nothing at all. */
    static final String SILENT = "silent.example.net";

    private final EventLoopGroup loops = NettyTransport.newEventLoops("name-server", 1);
    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Channel channel;

    private record Zone(int ttl, List<String> addresses) {}

    NameServer() {
        channel = new Bootstrap()
                .group(loops)
                .channel(NettyTransport.datagramChannel())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel added) {
                        added.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(),
                                        new DatagramDnsResponseEncoder(),
                                        new Answering());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    void set(String name, int ttl, String... addresses) {
        zones.put(name, new Zone(ttl, List.of(addresses)));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** How often it was asked for the A records of this name. */
    long asked(String name) {
        return asked.stream().filter(name::equals).count();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            String name = question.name().replaceAll("\\.$", "");
            if (question.type().equals(DnsRecordType.A)) {
                asked.add(name);
            }
            if (!name.equals(SILENT)) {
                var unused = context.writeAndFlush(answer(query, question, zones.get(name)));
            }
        }

        private static DatagramDnsResponse answer(DatagramDnsQuery query, DnsQuestion question, @Nullable Zone zone) {
            InetSocketAddress client = query.sender();
            InetSocketAddress self = query.recipient();
            DatagramDnsResponse response = new DatagramDnsResponse(self, client, query.id());
            response.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
            if (zone == null) {
                response.setCode(DnsResponseCode.NXDOMAIN);
                return response;
            }
            for (String address : zone.addresses()) {
                DnsRecordType type = address.contains(":") ? DnsRecordType.AAAA : DnsRecordType.A;
                if (type.equals(question.type())) {
                    response.addRecord(
                            DnsSection.ANSWER,
                            new DefaultDnsRawRecord(
                                    question.name(),
                                    type,
                                    zone.ttl(),
                                    Unpooled.wrappedBuffer(NetUtil.createByteArrayFromIpAddressString(address))));
                }
            }
            return response;
        }
    }
}
