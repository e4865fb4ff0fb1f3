// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

module consumer {
    requires io.alsx;
}
