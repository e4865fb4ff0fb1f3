// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource and what it has caused.
 *
 * @param resource the resource
 * @param caused what it has caused and is still active
 */
public record ResourceNode(ActiveResource resource, List<ResourceNode> caused) {

    /** What writes JSON goes no deeper than some hundreds. */
    private static final int DEPTH = 100;

    /**
     * The trees of resources: one for each that nothing active has caused. Where one is too deep, as that of a callback
     * that registers itself again and again, what lies deeper begins another, and its trigger id tells of what.
     */
    static List<ResourceNode> treesOf(Collection<ActiveResource> resources) {
        Map<Long, ResourceNode> nodes = new LinkedHashMap<>();
        resources.forEach(resource -> nodes.put(resource.asyncId(), new ResourceNode(resource, new ArrayList<>())));
        Map<Long, Integer> depths = new HashMap<>();
        List<ResourceNode> roots = new ArrayList<>();
        nodes.forEach((asyncId, node) -> {
            long trigger = node.resource.triggerAsyncId();
            ResourceNode cause = trigger < asyncId ? nodes.get(trigger) : null; // no circles
            int depth = cause == null ? 0 : (depths.getOrDefault(trigger, 0) + 1) % DEPTH;
            depths.put(asyncId, depth);
            (cause == null || depth == 0 ? roots : cause.caused).add(node);
        });
        return roots;
    }
}
