# bash completion for hongtou(1)
_hongtou()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in
		init|new-month|render|check|conform|fit|diff|preview|watch|config|fonts|batch|compact|sign|verify|archive|extract|rebuild|reprint) command=$word ;;
		esac
	done
	case $previous in
	-W) mapfile -t COMPREPLY < <(compgen -W 'error' -- "$current"); return ;;
	--template) mapfile -t COMPREPLY < <(compgen -W '决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要 简报' -- "$current"); return ;;
	--for) mapfile -t COMPREPLY < <(compgen -W 'all' -- "$current"); return ;;
	--set) mapfile -t COMPREPLY < <(compgen -W 'document.number= document.status= signature.date= imprint.date=' -- "$current"); compopt -o nospace; return ;;
	--lang) mapfile -t COMPREPLY < <(compgen -W 'zh en' -- "$current"); return ;;
	--retention) mapfile -t COMPREPLY < <(compgen -W '永久 30年 10年' -- "$current"); return ;;
	--level) mapfile -t COMPREPLY < <(compgen -W 'b-b b-t b-lt b-lta' -- "$current"); return ;;
	--use|--template-dir|--trust) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
	-o|--output|-MF|--report|--key|--certificate|--module|--pass-file|--seal|--electronic-seal|--with|--like)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return ;;
	esac
	case $current in
	--dump=*|--dump) mapfile -t COMPREPLY < <(compgen -W '--dump=model --dump=lines --dump=table --dump=pages' -- "$current"); return ;;
	-*)
		local options='--help --version --json --lang -W --template-dir'
		case $command in
		archive) options+=' --name --with --item-number --retention --archive-code --pages --number --title --issuer --date --year --from --to --most --reason --head --trust --without-signatures --within --timestamp --wait --if-new' ;;
		init) options+=' --template' ;;
		new-month) options+=' --number' ;;
		render) options+=' -o --output --dump= --like --pass-fd --extracted -MD -MF --for --set' ;;
		check|conform|fit) options+=' --for --set' ;;
		sign) options+=' -o --output --key --certificate --module --pass-fd --pass-file --field --invisible --seal --diameter --electronic-seal
			--level --timestamp --trust --reason --location --date --room --renew' ;;
		verify) options+=' -o --output --trust --at --extract-revision' ;;
		compact) options+=' -o --output' ;;
		extract) options+=' --list --force' ;;
		rebuild) options+=' -o --output --verify' ;;
		reprint) options+=' --plan' ;;
		diff) options+=' -o --output --changes-page --exit-code --for --set' ;;
		preview) options+=' -o --output --dpi --for --set' ;;
		config) options+=' --show-origin --for --set' ;;
		watch) options+=' -o --output --serve --dpi --time-limit --for --set' ;;
		fonts) options+=' --use' ;;
		batch) options+=' -o --output -j --jobs --report --timeout --memory --keep-going --no-keep-going --stop --shard --merge --pass-fd --set --for' ;;
		esac
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
		return ;;
	esac
	if [ -z "$command" ]; then
		mapfile -t COMPREPLY < <(compgen -W 'init new-month render check conform fit diff preview watch config fonts batch compact sign verify archive extract rebuild reprint' -- "$current")
	elif [ "$command" = archive ]; then
		if [ "$previous" = archive ]; then
			mapfile -t COMPREPLY < <(compgen -W 'init add list show search supersede verify head next renew export' -- "$current")
		else
			compopt -o filenames
			mapfile -t COMPREPLY < <(compgen -f -- "$current")
		fi
	elif [ "$command" = batch ]; then
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
	else
		local kind=ini
		case $command in
		compact|sign|verify|extract|rebuild|reprint) kind=pdf ;;
		esac
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X "!*.$kind" -- "$current")
	fi
}
complete -F _hongtou hongtou
