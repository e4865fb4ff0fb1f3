// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.spring.RequestInfo;
import io.alsx.spring.WireTrust;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Trusts whoever is at the other end of the connection by the address, and messages, as far as that is said. */
public final class TrustedSources implements WireTrust {

    /** What stands for messages of brokers. */
    static final String MESSAGES = "messages";

    private static final String SAME_HOST = "same-host";

    private final boolean messages;

    private final boolean sameHost;

    private final List<AddressRange> ranges;

    /**
     * Makes it.
     *
     * @param sources {@code messages}, {@code same-host}, addresses and ranges of addresses; none to trust nobody
     * @throws IllegalArgumentException if one of them is something else
     */
    public TrustedSources(List<String> sources) {
        this.messages = sources.contains(MESSAGES);
        this.sameHost = sources.contains(SAME_HOST);
        List<AddressRange> all = new ArrayList<>();
        for (String source : sources) {
            if (!source.equals(MESSAGES) && !source.equals(SAME_HOST)) {
                all.add(AddressRange.of(source));
            }
        }
        this.ranges = List.copyOf(all);
    }

    /** What came by way of a proxy is not of the proxy's making, wherever that is. One that says nothing is not told apart. */
    @Override
    public boolean trusts(RequestInfo request) {
        String peer = request.peerAddress();
        if (peer == null) {
            return messages;
        }
        InetAddress address = AddressRange.addressOf(peer);
        return address != null
                && !request.isForwarded()
                && ((sameHost && isOfThisHost(address)) || ranges.stream().anyMatch(range -> range.contains(address)));
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
