// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.ArrayList;
import java.util.Collection;
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

    /** The trees of resources: one for each that nothing active has caused. */
    static List<ResourceNode> treesOf(Collection<ActiveResource> resources) {
        Map<Long, ResourceNode> nodes = new LinkedHashMap<>();
        resources.forEach(resource -> nodes.put(resource.asyncId(), new ResourceNode(resource, new ArrayList<>())));
        List<ResourceNode> roots = new ArrayList<>();
        for (ResourceNode node : nodes.values()) {
            long trigger = node.resource.triggerAsyncId();
            ResourceNode cause = trigger < node.resource.asyncId() ? nodes.get(trigger) : null; // no circles
            if (cause == null) {
                roots.add(node);
            } else {
                cause.caused.add(node);
            }
        }
        return roots;
    }
}
