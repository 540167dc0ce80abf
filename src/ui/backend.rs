//! What draws the window: OpenGL or wgpu, and which of them is quickest here.
//!
//! Owns the choice. Must not open a window. The map itself is rastered on the CPU; a backend only
//! lays pictures on the screen.

use eframe::Renderer;
use eframe::wgpu::{Backends, DeviceType, Instance, InstanceDescriptor};

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// OpenGL.
    Glow,
    /// Vulkan, Metal or Direct3D.
    Wgpu,
}

impl Backend {
    /// wgpu on a graphics card; OpenGL where wgpu would draw in software too, since it starts
    /// quicker and takes less of the processor there.
    #[must_use]
    pub fn quickest() -> Self {
        if has_graphics_card() { Self::Wgpu } else { Self::Glow }
    }

    /// The one to try where this one does not work.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Glow => Self::Wgpu,
            Self::Wgpu => Self::Glow,
        }
    }

    pub(crate) fn renderer(self) -> Renderer {
        match self {
            Self::Glow => Renderer::Glow,
            Self::Wgpu => Renderer::Wgpu,
        }
    }

    /// The name that is shown in About.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow (OpenGL)",
            Self::Wgpu => "wgpu",
        }
    }

    /// The value of `--backend` that forces it.
    #[must_use]
    pub fn argument(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::Wgpu => "wgpu",
        }
    }
}

/// Whether wgpu finds an adapter that is not a program.
fn has_graphics_card() -> bool {
    // Without a render node no driver can reach a card; asking Vulkan would load the software one
    // for nothing.
    if cfg!(target_os = "linux") && !has_render_node() {
        return false;
    }
    let instance = Instance::new(InstanceDescriptor::new_without_display_handle());
    let adapters = pollster::block_on(instance.enumerate_adapters(Backends::PRIMARY));
    adapters.iter().any(|a| is_card(a.get_info().device_type))
}

/// A virtual one is a card that is passed on to a virtual machine.
fn is_card(device_type: DeviceType) -> bool {
    matches!(
        device_type,
        DeviceType::DiscreteGpu | DeviceType::IntegratedGpu | DeviceType::VirtualGpu
    )
}

fn has_render_node() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries.flatten().any(|e| e.file_name().to_string_lossy().starts_with("renderD"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_in_for_the_other() {
        for backend in [Backend::Glow, Backend::Wgpu] {
            assert_ne!(backend, backend.other());
            assert_eq!(backend, backend.other().other());
        }
    }

    #[test]
    fn a_program_is_no_card() {
        assert!(is_card(DeviceType::IntegratedGpu) && is_card(DeviceType::DiscreteGpu));
        assert!(!is_card(DeviceType::Cpu) && !is_card(DeviceType::Other));
    }
}
