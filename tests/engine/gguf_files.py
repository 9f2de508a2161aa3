"""A tiny Llama as a GGUF file, written with the maintained library."""

import json
from pathlib import Path


def write_gguf(folder: Path, target: Path) -> Path:
    """In 32 bits: byte-level BPE, the model's own template."""
    import gguf
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    tokenizer, config = AutoTokenizer.from_pretrained(folder), model.config
    writer = gguf.GGUFWriter(target, "llama")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_vocab_size(config.vocab_size)
    _add_tokenizer(writer, tokenizer, json.loads((folder / "tokenizer.json").read_text("utf-8")))
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight":
            # Tied to the embeddings.
            continue
        turned = _turned(name, tensor, config).contiguous().numpy()
        writer.add_tensor(names.get_name(name, try_suffixes=(".weight",)), turned)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def _turned(name: str, tensor, config):
    """llama.cpp turns pairs of neighbours, transformers the two halves of a head."""
    if not name.endswith(("q_proj.weight", "k_proj.weight")):
        return tensor
    heads = config.num_attention_heads if "q_proj" in name else config.num_key_value_heads
    return tensor.view(heads, 2, -1, tensor.shape[1]).swapaxes(1, 2).reshape(tensor.shape)


def _add_tokenizer(writer, tokenizer, stored) -> None:
    import gguf

    words = {at: word for word, at in tokenizer.get_vocab().items()}
    control = {token["id"] for token in stored["added_tokens"]}
    kinds = [gguf.TokenType.CONTROL if at in control else gguf.TokenType.NORMAL for at in range(len(words))]
    merges = [each if isinstance(each, str) else " ".join(each) for each in stored["model"]["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([words[at] for at in range(len(words))])
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokenizer.bos_token_id)
    writer.add_eos_token_id(tokenizer.eos_token_id)
    writer.add_pad_token_id(tokenizer.pad_token_id)
    writer.add_add_bos_token(False)
    writer.add_chat_template(tokenizer.chat_template)
